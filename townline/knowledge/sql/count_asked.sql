-- Count that an answer was opened or given once more on a day.
INSERT INTO knowledge_askedcount (city_id, day, code, count)
VALUES (%(city)s, %(day)s, %(code)s, 1)
ON CONFLICT (city_id, day, code) DO UPDATE SET count = knowledge_askedcount.count + 1
