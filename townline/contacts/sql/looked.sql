-- Which of these contacts does somebody see for the first time today, for this reason?
-- Only where something is kept that may tell who it is. Who saw it already writes nothing.
INSERT INTO contacts_look (city_id, contact_id, member_id, by, what_for, day, at, department)
SELECT contact.city_id, contact.id, %(member)s, %(by)s, %(what_for)s, %(day)s, %(at)s,
       %(department)s
FROM contacts_contact contact
WHERE contact.id = ANY(%(contacts)s) AND contact.city_id = %(city)s
  AND (EXISTS (SELECT FROM contacts_details details WHERE details.contact_id = contact.id)
       OR EXISTS (SELECT FROM contacts_saidrow said JOIN contacts_saidtext words ON words.id = said.id
                  WHERE said.contact_id = contact.id))
  AND NOT EXISTS (SELECT FROM contacts_look look
                  WHERE look.contact_id = contact.id AND look.member_id = %(member)s
                    AND look.what_for = %(what_for)s AND look.day = %(day)s)
ORDER BY contact.id
ON CONFLICT DO NOTHING
RETURNING contact_id
