-- Which request did this idempotency key make?
SELECT json_build_object('digest', encode(k.digest, 'hex'), 'number', r.number, 'due_at', r.due_at,
                         'status', r.status, 'department', r.department)::text
FROM requests_key k JOIN requests_servicerequest r ON r.id = k.request_id
WHERE k.city_id = %(city)s AND k.scope = %(scope)s AND k.key = %(key)s
