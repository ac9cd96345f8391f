# What is wrong in a program's request, beside the place that it names
contract-type = This is of another type than the API's document describes.
contract-required = This is missing.
contract-choice = This is not one of the possible values.
contract-range = This number is too small or too large.
contract-format = There is no such day or time.
contract-length = This is too long or too short.
contract-pattern = This is written in another way than the API's document describes.
contract-json = The body cannot be read as JSON.
invalid-alone = A file comes with `alt` and no other field.
