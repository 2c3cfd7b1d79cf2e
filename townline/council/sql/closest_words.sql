-- Which known word is closest to each that no file says?
SELECT asked.word, near.text
FROM unnest(%(words)s::text[]) AS asked(word)
CROSS JOIN LATERAL (
  SELECT w.text FROM council_word w
  WHERE w.city_id = %(city)s AND w.text %% asked.word
  ORDER BY similarity(w.text, asked.word) DESC, w.text LIMIT 1
) near
WHERE NOT EXISTS (
  SELECT 1 FROM council_word w WHERE w.city_id = %(city)s AND w.text = asked.word
)
