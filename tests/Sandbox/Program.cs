using System.CommandLine;
using InferOps.Sandbox;
using InferOps.Sandbox.Demo;

var run = new Command("run", "Start everything on this machine with one service, and keep it until Ctrl-C.");
run.SetAction((_, cancellationToken) => RunCommand.RunAsync(cancellationToken));

var demo = new Command("demo", "Tell the scaling story and check it: quiet, steady, burst, quiet.");
demo.SetAction((_, cancellationToken) => DemoCommand.RunAsync(cancellationToken));

return await new RootCommand("InferOps on one machine: a cluster, Prometheus, the operator, a service.") { run, demo }
    .Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
