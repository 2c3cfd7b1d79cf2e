-- What is the newest of all that programs are told of a city's council, and is anybody else in the
-- midst of writing? While somebody is, no answer can be told apart from the next by what is newest.
SELECT (SELECT max(id) FROM council_fileentry),
       (SELECT max(id) FROM council_meetingentry),
       greatest(
           (SELECT max(changed_at) FROM council_councilfile WHERE city_id = %(city_id)s),
           (SELECT max(changed_at) FROM council_meetingrow WHERE city_id = %(city_id)s),
           (SELECT max(updated_at) FROM council_personrow WHERE city_id = %(city_id)s),
           (SELECT max(updated_at) FROM council_bodyrow WHERE city_id = %(city_id)s)),
       EXISTS (SELECT FROM pg_snapshot_xip(pg_current_snapshot()))
