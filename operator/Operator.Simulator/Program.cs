using System.CommandLine;
using InferOps.Operator.Simulator;

return await new RootCommand("InferOps at the command line.") { SimulateCommand.Build() }.Parse(args).InvokeAsync();
