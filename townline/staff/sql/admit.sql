-- Is there a token left for this key, how many are left afterwards?
INSERT INTO staff_bucket AS bucket (key_hash, tokens, refilled_at, admitted)
VALUES (%(key_hash)s, %(burst)s::double precision - 1, %(at)s, true)
ON CONFLICT (key_hash) DO UPDATE SET (tokens, refilled_at, admitted) = (
    SELECT
        CASE WHEN level.tokens >= 1 THEN level.tokens - 1 ELSE level.tokens END,
        greatest(bucket.refilled_at, excluded.refilled_at),
        level.tokens >= 1
    FROM (
        SELECT least(
            %(burst)s::double precision,
            bucket.tokens
            + greatest(0, extract(epoch FROM excluded.refilled_at - bucket.refilled_at))
            * %(per_minute)s::double precision / 60
        ) AS tokens
    ) AS level
)
RETURNING admitted, tokens
