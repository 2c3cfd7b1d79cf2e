-- Which topics may be meant by the words of a question?
SELECT kind, code, language, phrases
FROM topics_meant(%(edition)s, %(city)s, %(kinds)s, %(beginnings)s, %(said)s, %(slips)s, %(most)s)
