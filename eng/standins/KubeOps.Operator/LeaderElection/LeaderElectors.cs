using k8s.LeaderElection;
using k8s.LeaderElection.ResourceLock;
using KubeOps.Abstractions.Builder;
using KubeOps.KubernetesClient;
using Microsoft.Extensions.DependencyInjection;

namespace KubeOps.Operator.LeaderElection;

/// <summary>Makes the elector of an operator.</summary>
internal static class LeaderElectors
{
    /// <summary>
    /// The lease is <c>{operator}-leader</c> in the operator's own namespace, the identity is the machine's name: in a pod that is
    /// the pod's name, on one machine it is the same for every process.
    /// </summary>
    public static LeaderElector Create(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<OperatorSettings>();
        var client = provider.GetRequiredService<IKubernetesClient>();
        // The namespace comes from the environment or from files that are read already: nothing is waited for.
        var namespaceName = client.GetCurrentNamespaceAsync().GetAwaiter().GetResult();
        var leaseLock = new LeaseLock(client.ApiClient, namespaceName, $"{settings.Name}-leader", Environment.MachineName);
        var timing = new LeaderElectionConfig(leaseLock)
        {
            LeaseDuration = settings.LeaderElectionLeaseDuration,
            RenewDeadline = settings.LeaderElectionRenewDeadline,
            RetryPeriod = settings.LeaderElectionRetryPeriod,
        };
        return new LeaderElector(timing, provider.GetRequiredService<TimeProvider>());
    }
}
