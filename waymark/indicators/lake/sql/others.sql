-- Anonymous values of the other places of one region or size class, for one indicator in one unit:
-- how many places, the quartiles of their latest yearly values since a year, and the standard
-- deviation (of a sample). About the whole place and everybody in it. Fewer places than the least
-- give no row, so that none can be recognised. Quartiles are worked out as in peers.sql.
WITH latest AS (
    SELECT place, MAX_BY(value, year) AS value
    FROM observations
    WHERE
        framework = $framework AND indicator = $indicator AND unit = $unit
        AND CASE WHEN $by = 'size' THEN size ELSE region END = $peer_group
        AND place <> $place AND yearly AND value IS NOT NULL
        AND area = '' AND dims = '' AND year >= $since AND framework <> 'local'
    GROUP BY place
),
placed AS (
    SELECT
        value,
        ROW_NUMBER() OVER (ORDER BY value, place) - 1 AS below,
        COUNT(*) OVER () AS places,
        AVG(value) OVER () AS mean
    FROM latest
),
weighted AS (
    SELECT
        *,
        GREATEST(0, 1 - ABS(below - (places - 1) * CAST(0.25 AS DOUBLE))) AS at_quarter,
        GREATEST(0, 1 - ABS(below - (places - 1) * CAST(0.5 AS DOUBLE))) AS at_half,
        GREATEST(0, 1 - ABS(below - (places - 1) * CAST(0.75 AS DOUBLE))) AS at_three_quarters
    FROM placed
)
SELECT
    CAST(MAX(places) AS INTEGER) AS places,
    SUM(value * at_quarter) AS lower_quartile,
    SUM(value * at_half) AS median,
    SUM(value * at_three_quarters) AS upper_quartile,
    SQRT(SUM((value - mean) * (value - mean)) / NULLIF(MAX(places) - 1, 0)) AS spread
FROM weighted
HAVING MAX(places) >= $least
