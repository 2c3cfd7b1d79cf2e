-- What do these files say of themselves, and where do they say what is looked for?
SELECT f.id, f.identifier, f.state, f.last_change_date, f.expires_date, f.final_date, f.next_date,
       f.districts, f.pending, f.restricted,
       {title} AS title, {passage} AS passage
FROM council_councilfile f JOIN council_searched s ON s.file_id = f.id
WHERE f.id = ANY(%(ids)s)
