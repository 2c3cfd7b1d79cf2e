-- Write a submission whole: the contact, the request in its final status, its words, its first
-- entries, its photos, its idempotency key and the notice owed. All of it is kept, or nothing.
WITH contact AS (
  SELECT contacts_hear(%(city)s, %(channel)s, %(language)s, %(at)s::timestamptz, 'request',
                       %(details)s::jsonb) AS id
), request AS (
  INSERT INTO requests_servicerequest
    (city_id, edition_id, number, service_code, status, department, crew, requested_at, updated_at,
     respond_by, due_at, order_date, items, lat, lon, address, zipcode, landmark, areas, publicity,
     secret, channel, contact_id, lead_id, origin, flags, seq, head)
  SELECT %(city)s, %(edition)s, %(number)s, %(service)s, %(status)s, %(department)s, %(crew)s,
         %(at)s::timestamptz, %(at)s::timestamptz, %(respond_by)s::timestamptz,
         %(due_at)s::timestamptz, %(order_date)s::date, %(items)s::jsonb, %(lat)s::float8,
         %(lon)s::float8, %(address)s, %(zipcode)s, %(landmark)s, %(areas)s::text[], %(publicity)s,
         %(secret)s::bytea, %(channel)s, contact.id, %(lead)s::bigint, %(origin)s, %(flags)s::text[],
         cardinality(%(verbs)s::text[]), (%(hashes)s::bytea[])[cardinality(%(verbs)s::text[])]
  FROM contact
  RETURNING id, contact_id
), words AS (
  INSERT INTO requests_words (request_id, description, answers, media_url)
  SELECT id, %(description)s, %(answers)s::jsonb, %(media_url)s FROM request
), entries AS (
  INSERT INTO requests_requestentry
    (subject_id, seq, verb, at, actor_kind, actor_label, note, data, hash)
  SELECT request.id, e.seq, e.verb, %(at)s::timestamptz, e.kind, e.label, '', e.data, e.hash
  FROM request,
       unnest(%(verbs)s::text[], %(kinds)s::text[], %(labels)s::text[], %(data)s::jsonb[],
              %(hashes)s::bytea[]) WITH ORDINALITY AS e (verb, kind, label, data, hash, seq)
), photos AS (
  INSERT INTO requests_photo (request_id, name, width, height, added_at)
  SELECT request.id, p.name, p.width, p.height, %(at)s::timestamptz
  FROM request, unnest(%(photo_names)s::text[], %(photo_widths)s::int[], %(photo_heights)s::int[])
       AS p (name, width, height)
), key AS (
  INSERT INTO requests_key (city_id, scope, key, digest, request_id, used_at)
  SELECT %(city)s, %(scope)s, %(key)s, %(digest)s::bytea, id, %(at)s::timestamptz
  FROM request WHERE %(key)s <> ''
)
SELECT request.id,
       CASE WHEN %(notice)s::jsonb IS NOT NULL
            THEN contacts_owe(%(city)s, request.contact_id, %(template)s, %(notice)s::jsonb,
                              %(at)s::timestamptz)
       END
FROM request
