using InferOps.LocalCluster;

return await CommandLine.Build().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
