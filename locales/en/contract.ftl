# What is wrong in a program's request, beside the place that it names
contract-type = This is of another kind than the API's document describes.
contract-required = This is missing.
contract-choice = This is none of the values that there are.
contract-range = This number is too small or too large.
contract-format = There is no such day or time.
contract-length = This is too long or too short.
contract-pattern = This is written in another way than the API's document describes.
contract-json = The body is no JSON that can be read.
invalid-alone = A file comes with `alt` and no other field.
