// The project's own file, though CUDA has one of that name.
#pragma once
#define ANSWER 42
