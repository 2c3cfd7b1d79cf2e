-- How many of the tokens that are wanted does this key's bucket give, and what is left in it?
INSERT INTO staff_bucket AS bucket (key_hash, tokens, refilled_at, taken)
VALUES (%(key_hash)s, %(burst)s::float8 - %(wanted)s::int, %(at)s, %(wanted)s::int)
ON CONFLICT (key_hash) DO UPDATE SET (tokens, refilled_at, taken) = (
    SELECT level.tokens - given.taken,
           CASE WHEN bucket.refilled_at - excluded.refilled_at <= interval '1 minute'
                THEN greatest(bucket.refilled_at, excluded.refilled_at)
                ELSE excluded.refilled_at END, -- the clock was set back
           given.taken
    FROM (
        SELECT least(
            %(burst)s::float8,
            bucket.tokens
            + greatest(0, extract(epoch FROM excluded.refilled_at - bucket.refilled_at))
            * %(per_minute)s::float8 / 60
        ) AS tokens
    ) AS level,
    LATERAL (SELECT greatest(0, least(%(wanted)s::int, floor(level.tokens)))::int AS taken) AS given
)
RETURNING taken, tokens
