-- Write a submission whole: the contact, the request in its final status, its words, its first
-- entries, its photos, its idempotency key, the notice owed and what its reporter agreed to. All of it is kept, or nothing.
-- It comes as one document, so that the plan is made once, whatever the submission lacks.
WITH draft AS (
  SELECT * FROM json_to_record(%(draft)s::json) AS draft (
    city bigint, edition bigint, number text, service text, status text, department text, crew text,
    at timestamptz, respond_by timestamptz, due_at timestamptz, order_date date, items jsonb,
    lat float8, lon float8, address text, zipcode text, landmark text, areas text[],
    publicity text, secret bytea, channel text, language text, details jsonb, lead bigint,
    origin text, flags text[], seq int, head bytea, description text, answers jsonb, media_url text,
    entries json, photos json, scope text, key text, digest bytea, template text, notice jsonb, asked jsonb)
), contact AS (
  SELECT contacts_hear(city, channel, language, at, 'request', details) AS id FROM draft
), request AS (
  INSERT INTO requests_servicerequest
    (city_id, edition_id, number, service_code, status, department, crew, requested_at, updated_at,
     respond_by, due_at, order_date, items, lat, lon, address, zipcode, landmark, areas, publicity,
     secret, channel, contact_id, lead_id, origin, flags, seq, head)
  SELECT city, edition, number, service, status, department, crew, at, at, respond_by, due_at,
         order_date, items, lat, lon, address, zipcode, landmark, areas, publicity, secret, channel,
         contact.id, lead, origin, flags, seq, head
  FROM draft, contact
  RETURNING id, contact_id
), words AS (
  INSERT INTO requests_words (request_id, description, answers, media_url)
  SELECT request.id, description, answers, media_url FROM draft, request
), entries AS (
  INSERT INTO requests_requestentry
    (subject_id, seq, verb, at, actor_kind, actor_label, note, data, hash)
  SELECT request.id, e.seq, e.verb, draft.at, e.kind, e.label, '', e.data, e.hash
  FROM draft, request,
       json_to_recordset(draft.entries)
       AS e (seq int, verb text, kind text, label text, data jsonb, hash bytea)
), photos AS (
  INSERT INTO requests_photo (request_id, name, width, height, added_at)
  SELECT request.id, p.name, p.width, p.height, draft.at
  FROM draft, request, json_to_recordset(draft.photos) AS p (name text, width int, height int)
), key AS (
  INSERT INTO requests_key (city_id, scope, key, digest, request_id, used_at)
  SELECT city, scope, key, digest, request.id, at FROM draft, request WHERE key <> ''
)
SELECT request.id,
       CASE WHEN notice IS NOT NULL
            THEN contacts_owe(city, request.contact_id, template, notice, at)
       END,
       CASE WHEN asked IS NOT NULL
            THEN contacts_agree(city, edition, request.contact_id, asked->>'to', asked->>'words',
                                asked->>'language', asked->>'by', at)
       END
FROM draft, request
