# The runtime: serves one GGUF file, and pulls models for every engine. With the real packages, on an image without shell or package manager:
#   docker build -f images/runtime.Dockerfile --target cpu  -t REGISTRY/runtime:0.1.0 .
#   docker build -f images/runtime.Dockerfile --target cuda -t REGISTRY/runtime:0.1.0-cuda .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS sources
# What llama.cpp's CPU backend is linked with, and a chiseled image has not.
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && mkdir /native && cp /usr/lib/*-linux-gnu/libgomp.so.1 /native/
WORKDIR /src
COPY . .

FROM sources AS build-cpu
RUN dotnet publish runtime/Runtime.Host -c Release -o /app --no-self-contained \
    -p:UseStandIns=false -p:UseAppHost=false -p:ContinuousIntegrationBuild=true -p:DebugType=none

FROM sources AS build-cuda
RUN dotnet publish runtime/Runtime.Host -c Release -o /app --no-self-contained \
    -p:UseStandIns=false -p:LlamaBackend=Cuda12 -p:UseAppHost=false -p:ContinuousIntegrationBuild=true -p:DebugType=none

# Of CUDA, the three libraries that the backend calls; the driver's own come from the node.
FROM nvidia/cuda:12.6.3-runtime-ubuntu24.04 AS cuda-libraries
RUN mkdir /native && cp -L /usr/local/cuda/lib64/libcudart.so.12 /usr/local/cuda/lib64/libcublas.so.12 /usr/local/cuda/lib64/libcublasLt.so.12 /native/

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS base
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="InferOps runtime" \
      org.opencontainers.image.description="Serves a GGUF model with the OpenAI API, on llama.cpp by LLamaSharp" \
      org.opencontainers.image.source="https://github.com/inferops/inferops" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV DOTNET_EnableDiagnostics=0 LD_LIBRARY_PATH=/opt/native
COPY --from=sources /native /opt/native
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["dotnet", "/app/inferops-runtime.dll"]

FROM base AS cuda
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
COPY --from=cuda-libraries /native /opt/native
COPY --from=build-cuda /app /app

# The last one is what is built when no target is named.
FROM base AS cpu
COPY --from=build-cpu /app /app
