-- What is there, by framework and country: places with any value, indicators, values, and the share
-- of values that come with a group or an area.
SELECT
    framework, country,
    COUNT(DISTINCT place) AS places,
    COUNT(DISTINCT indicator) AS indicators,
    COUNT(*) AS observations,
    COUNT(*) FILTER (WHERE dims <> '' OR area <> '') AS split_observations,
    CAST(MIN(year) AS INTEGER) AS first_year,
    CAST(MAX(year) AS INTEGER) AS last_year
FROM observations
WHERE value IS NOT NULL
GROUP BY framework, country
ORDER BY framework, country
