-- Which requests of these departments come first, of those that stand so where it matters? Of each
-- department and status the first few are taken, from a range of the index that is in this order
-- where there is one, and the first of all these stay.
SELECT r.* FROM (
  SELECT first.id
  FROM unnest(%(owners)s::text[]) AS owner(department)
  {stands}
  CROSS JOIN LATERAL (
    SELECT r.id, {key} AS ordered_by
    FROM requests_servicerequest r
    WHERE r.department = owner.department AND {conditions}
    ORDER BY {order}
    LIMIT {limit}
  ) first
  ORDER BY {merged}
  LIMIT {limit}
) page JOIN requests_servicerequest r ON r.id = page.id
