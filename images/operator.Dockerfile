# The operator, with the real packages, on an image without shell or package manager. Build it from the repository's root:
#   docker build -f images/operator.Dockerfile -t REGISTRY/operator:0.1.0 .
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /src
COPY . .
RUN dotnet publish operator/Operator.Host -c Release -o /app --no-self-contained \
    -p:UseStandIns=false -p:UseAppHost=false -p:ContinuousIntegrationBuild=true -p:DebugType=none

# "extra" brings time zones, which schedules name.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="InferOps operator" \
      org.opencontainers.image.description="Runs LLM inference on the GPUs you already pay for first, and on rented ones when that is not enough" \
      org.opencontainers.image.source="https://github.com/inferops/inferops" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# Nothing is written but /tmp; the diagnostic pipe would be.
ENV DOTNET_EnableDiagnostics=0
COPY --from=build /app /app
USER 65532:65532
EXPOSE 8081
ENTRYPOINT ["dotnet", "/app/InferOps.Operator.Host.dll"]
