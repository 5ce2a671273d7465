using k8s.LeaderElection;
using k8s.LeaderElection.ResourceLock;
using KubeOps.Abstractions.Builder;
using KubeOps.KubernetesClient;

namespace InferOps.Operator.Host.Live;

/// <summary>Who stands for election.</summary>
internal static class Election
{
    /// <summary>An elector under the pod's name. KubeOps' own goes by the machine's, and two that share a machine's name, as pods on the host's network do, would both lead.</summary>
    /// <param name="services">Has the client and the settings of KubeOps, whose lease and timing these are.</param>
    /// <param name="ownNamespace">Where the lease is.</param>
    public static LeaderElector Stand(IServiceProvider services, string ownNamespace)
    {
        var settings = services.GetRequiredService<OperatorSettings>();
        var name = Environment.GetEnvironmentVariable("POD_NAME") is { Length: > 0 } pod ? pod : $"{Environment.MachineName}-{Environment.ProcessId}";
        return new(new LeaderElectionConfig(new LeaseLock(services.GetRequiredService<IKubernetesClient>().ApiClient, ownNamespace, $"{settings.Name}-leader", name))
        {
            LeaseDuration = settings.LeaderElectionLeaseDuration,
            RenewDeadline = settings.LeaderElectionRenewDeadline,
            RetryPeriod = settings.LeaderElectionRetryPeriod,
        });
    }
}
