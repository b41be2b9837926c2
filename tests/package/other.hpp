// What the two translation units of the consumer share.
#pragma once

/// 0 if the other translation unit works as expected.
int other();
