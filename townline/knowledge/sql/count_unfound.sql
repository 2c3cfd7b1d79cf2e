-- Count words that found no answer, once more on a day.
INSERT INTO knowledge_unfoundwords (city_id, day, language, words, count)
VALUES (%(city)s, %(day)s, %(language)s, %(words)s, 1)
ON CONFLICT (city_id, day, language, words)
DO UPDATE SET count = knowledge_unfoundwords.count + 1
