using System.CommandLine;
using InferOps.Benchmarks.Operator;
using InferOps.Benchmarks.Raw;
using InferOps.Benchmarks.Runtime;
using InferOps.Benchmarks.Soak;

// The raw loop is this program again, as a process of its own.
if (args is [RawCommand.Name, .. var rest]) return RawCommand.Run(rest);
return await new RootCommand("Measures InferOps: dotnet run -c Release --project tests/Benchmarks -- runtime") { RuntimeCommand.Build(), OperatorCommand.Build(), SoakCommand.Build() }.Parse(args).InvokeAsync();
