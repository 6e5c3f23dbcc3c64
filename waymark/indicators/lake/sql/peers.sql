-- Anonymous values of groups of places: for each indicator and region or size class, the median and
-- the quartiles of the latest yearly values since a year, of the whole place and everybody in it.
-- Local indicators are left out: two cities may use one code for different things.
-- A group of fewer places than the least is left out, so that none can be recognised. Quartiles are
-- interpolated between the two nearest values (Hyndman and Fan, 1996, definition 7); they are
-- worked out from ranks, because engines disagree about their own functions.
WITH latest AS (
    SELECT
        framework, indicator, unit, place,
        CASE WHEN $by = 'size' THEN size ELSE region END AS peer_group,
        MAX_BY(value, year) AS value
    FROM observations
    WHERE
        yearly AND value IS NOT NULL AND area = '' AND dims = '' AND year >= $since
        AND framework <> 'local'
    GROUP BY framework, indicator, unit, place, CASE WHEN $by = 'size' THEN size ELSE region END
),
placed AS (
    SELECT
        framework, indicator, unit, peer_group, value,
        ROW_NUMBER() OVER (
            PARTITION BY framework, indicator, unit, peer_group ORDER BY value, place
        ) - 1 AS below,
        COUNT(*) OVER (PARTITION BY framework, indicator, unit, peer_group) AS places
    FROM latest
    WHERE peer_group <> ''
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
    framework, indicator, unit, peer_group,
    CAST(MAX(places) AS INTEGER) AS places,
    SUM(value * at_quarter) AS lower_quartile,
    SUM(value * at_half) AS median,
    SUM(value * at_three_quarters) AS upper_quartile
FROM weighted
GROUP BY framework, indicator, unit, peer_group
HAVING MAX(places) >= $least
ORDER BY framework, indicator, unit, peer_group
