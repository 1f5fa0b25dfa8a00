"""What other people's programs say of our files: Khronos' validator, three.js in a browser, USD's validators, BagIt's."""
