-- Progress of every yearly series of every place by the method of Open SDG 2.4 and Statistics
-- Canada: the same verdicts as waymark.kernel.progress, which explains them. Thresholds come in
-- as parameters, from there. The order is that of the names of things, never of results.
WITH ends AS (
    SELECT
        framework, country, place, indicator, area, dims, unit,
        CAST(MAX(direction) AS INTEGER) AS direction,
        MAX(target) AS target,
        CAST(MAX(target_year) AS INTEGER) AS target_year,
        CAST(MIN(year) AS INTEGER) AS base_year,
        CAST(MAX(year) AS INTEGER) AS latest_year,
        MIN_BY(value, year) AS base_value,
        MAX_BY(value, year) AS latest_value
    FROM observations
    WHERE yearly AND value IS NOT NULL AND year >= $base_year AND direction <> 0
    GROUP BY framework, country, place, indicator, area, dims, unit
),
nonzero AS (
    SELECT
        *,
        CASE WHEN base_value = 0 THEN $nearly_zero ELSE base_value END AS start_value,
        CASE WHEN target = 0 THEN $nearly_zero ELSE target END AS aim
    FROM ends
),
judged AS (
    SELECT
        *,
        COALESCE(direction * (latest_value - aim) >= 0, FALSE) AS met,
        CASE
            WHEN latest_year = base_year THEN 'not_available'
            WHEN latest_value <> 0 AND (start_value < 0) <> (latest_value < 0)
                THEN 'not_assessable'
            WHEN aim IS NOT NULL AND (start_value < 0) <> (aim < 0) THEN 'not_assessable'
            WHEN aim IS NOT NULL AND target_year <= base_year THEN 'not_assessable'
            ELSE ''
        END AS obstacle
    FROM nonzero
),
grown AS (
    SELECT
        *,
        CASE
            WHEN obstacle <> '' THEN NULL
            WHEN base_value = latest_value OR start_value = latest_value THEN CAST(0 AS DOUBLE)
            ELSE POWER(
                latest_value / start_value, CAST(1 AS DOUBLE) / (latest_year - base_year)
            ) - 1
        END AS observed,
        CASE
            WHEN obstacle <> '' OR aim IS NULL THEN NULL
            WHEN start_value = aim THEN CAST(0 AS DOUBLE)
            ELSE POWER(aim / start_value, CAST(1 AS DOUBLE) / (target_year - base_year)) - 1
        END AS required
    FROM judged
),
towards AS (
    SELECT *, direction * (CASE WHEN start_value < 0 THEN -1 ELSE 1 END) * observed AS pace
    FROM grown
),
compared AS (
    SELECT *, CASE WHEN required <> 0 THEN pace / ABS(required) END AS ratio
    FROM towards
)
SELECT
    framework, country, place, indicator, area, dims, unit,
    base_year, base_value, latest_year, latest_value, target_year, target,
    observed, required, ratio,
    CASE
        WHEN met THEN 'achieved'
        WHEN obstacle <> '' THEN obstacle
        WHEN ABS(observed) > $largest OR ABS(required) > $largest OR ABS(ratio) > $largest
            THEN 'not_assessable'
        WHEN aim IS NOT NULL AND required = 0 THEN 'deterioration'
        WHEN aim IS NOT NULL THEN
            CASE
                WHEN ratio < 0 THEN 'deterioration'
                WHEN ratio >= $on_track THEN 'on_track'
                WHEN ratio >= $moderate THEN 'moderate'
                ELSE 'limited'
            END
        WHEN pace < 0 THEN 'deterioration'
        WHEN pace >= $growth_on_track THEN 'on_track'
        WHEN pace >= $growth_moderate THEN 'moderate'
        ELSE 'limited'
    END AS status
FROM compared
ORDER BY framework, country, place, indicator, area, dims, unit
