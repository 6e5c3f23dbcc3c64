-- The gap between the groups of one dimension (or the areas) of a place in its latest year, and in
-- the first year since the base in which at least two groups have a value. A gap is the largest
-- value less the smallest one, in the unit of the series; which group it falls on is another matter.
WITH years AS (
    SELECT
        framework, country, place, indicator, unit, dimension, year,
        COUNT(*) AS categories,
        MIN(value) AS smallest,
        MAX(value) AS largest
    FROM observations
    WHERE yearly AND value IS NOT NULL AND dimension <> '' AND year >= $base_year
    GROUP BY framework, country, place, indicator, unit, dimension, year
    HAVING COUNT(*) >= 2
)
SELECT
    framework, country, place, indicator, unit, dimension,
    CAST(MIN(year) AS INTEGER) AS base_year,
    MIN_BY(largest - smallest, year) AS base_gap,
    CAST(MAX(year) AS INTEGER) AS latest_year,
    CAST(MAX_BY(categories, year) AS INTEGER) AS categories,
    MAX_BY(largest - smallest, year) AS latest_gap,
    MAX_BY(CASE WHEN smallest > 0 THEN largest / smallest END, year) AS latest_ratio
FROM years
GROUP BY framework, country, place, indicator, unit, dimension
ORDER BY framework, country, place, indicator, unit, dimension
