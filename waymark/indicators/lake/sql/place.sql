-- Everything of one place in one framework, for its page.
SELECT
    indicator, area, dims, unit, CAST(year AS INTEGER) AS year, first_day, last_day, yearly, value,
    status, CAST(target_year AS INTEGER) AS target_year, target
FROM observations
WHERE place = $place AND framework = $framework
ORDER BY indicator, area, dims, unit, first_day, last_day
