"""Armenian: the day before the month, 24 hours, a comma in fractions (as CLDR gives them)."""

DATE_FORMAT = "j E, Y թ."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E, Y թ., H:i"
YEAR_MONTH_FORMAT = "F, Y թ."
MONTH_DAY_FORMAT = "j E"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y, H:i"
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
