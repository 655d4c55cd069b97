// SPDX-License-Identifier: Apache-2.0
// Registers the operators; reads as C++ only with PyTorch's headers.
#include <torch/extension.h>
#include <torch/library.h>

void scale_cuda(const float *in, float *out, double factor, long n);
void norm_cuda(const double *in, double *out, long n);

torch::Tensor scale(const torch::Tensor &input, double factor) {
  torch::Tensor output = torch::empty_like(input);
  scale_cuda(input.data_ptr<float>(), output.data_ptr<float>(), factor, input.numel());
  return output;
}

torch::Tensor norm(const torch::Tensor &input) {
  torch::Tensor output = torch::zeros({1}, input.options());
  norm_cuda(input.data_ptr<double>(), output.data_ptr<double>(), input.numel());
  return output;
}

torch::Tensor scale_cpu(const torch::Tensor &input, double factor) { return input * factor; }

TORCH_LIBRARY(demo_ops, m) {
  m.def("scale(Tensor input, float factor) -> Tensor");
  m.def("norm(Tensor input) -> Tensor", &norm);
}

TORCH_LIBRARY_IMPL(demo_ops, CUDA, m) { m.impl("scale", TORCH_FN(scale)); }

TORCH_LIBRARY_IMPL(demo_ops, CPU, m) { m.impl("scale", &scale_cpu); }

PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) {
  m.def("scale", &scale, "multiply by a factor", py::arg("input"), py::arg("factor"));
  m.def("norm_squared", [](const torch::Tensor &input) { return norm(input); });
}
