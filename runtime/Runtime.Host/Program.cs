using System.CommandLine;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Host;

var root = new RootCommand("The InferOps runtime: serves one model, pulls it, or measures a server.") { ServeCommand.Build(), PullCommand.Build(), BenchCommand.Build() };
var arguments = root.Parse(args);

// A server drains by its own clock after SIGTERM; the parser's handler would end the process after two seconds.
var serves = arguments.CommandResult.Command.Name == RuntimeArguments.Serve;
var configuration = new InvocationConfiguration();
if (serves) configuration.ProcessTerminationTimeout = null;
return await arguments.InvokeAsync(configuration);
