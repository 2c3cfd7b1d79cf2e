-- Count that an answer helped somebody, or did not and why, once more on a day.
INSERT INTO knowledge_verdictcount (city_id, day, code, language, helped, reason, count)
VALUES (%(city)s, %(day)s, %(code)s, %(language)s, %(helped)s, %(reason)s, 1)
ON CONFLICT (city_id, day, code, language, helped, reason)
DO UPDATE SET count = knowledge_verdictcount.count + 1
