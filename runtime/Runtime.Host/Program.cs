using System.CommandLine;
using InferOps.Runtime.Host;

var root = new RootCommand("The InferOps runtime: serves one model, or pulls it.") { PullCommand.Build() };
return await root.Parse(args).InvokeAsync();
