"""Tags texts with LAC; `speed` says how it is spoken to."""

import json
import os
import sys
import time

# LAC and Paddle greet and warn on standard output, which belongs to the answers.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

import paddle
import paddle.base

# LAC was written for the name that this part of Paddle bore until 2.5.
paddle.fluid = paddle.base
sys.modules["paddle.fluid"] = paddle.base
sys.modules["paddle.fluid.core"] = paddle.base.core

from LAC import LAC

lac = LAC(mode="lac")
texts = json.loads(sys.stdin.readline())
print("ready", file=answers, flush=True)
for _ in sys.stdin:
    started = time.process_time()
    for text in texts:
        lac.run(text)
    print(time.process_time() - started, file=answers, flush=True)
