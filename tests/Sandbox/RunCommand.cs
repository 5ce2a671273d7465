namespace InferOps.Sandbox;

/// <summary><c>make run</c>: everything up, what to try, and then until Ctrl-C.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var sandbox = await SandboxEnvironment.StartAsync(new(), cancellationToken);
            await Quickstart.ApplyAsync(sandbox, cancellationToken);
            var endpoint = (await Quickstart.EndpointAsync(sandbox, cancellationToken)).ToString().TrimEnd('/');
            Console.WriteLine($"KUBECONFIG={sandbox.Kubeconfig}");
            Console.WriteLine($"ENDPOINT={endpoint}");
            Console.WriteLine($"PROMETHEUS={sandbox.Prometheus.Url.ToString().TrimEnd('/')}");
            Console.WriteLine($"kubectl --kubeconfig {sandbox.Kubeconfig} get infsvc,cpool,infeng -A -o wide");
            Console.WriteLine($"curl -N {endpoint}/v1/chat/completions -H 'Content-Type: application/json' -d '{{\"model\":\"reciter\",\"stream\":true,\"messages\":[{{\"role\":\"user\",\"content\":\"Recite.\"}}]}}'");
            Console.WriteLine($"kubectl --kubeconfig {sandbox.Kubeconfig} describe infsvc reciter");
            Console.WriteLine("READY");
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Console.WriteLine("stopped");
            return 0;
        }
    }
}
