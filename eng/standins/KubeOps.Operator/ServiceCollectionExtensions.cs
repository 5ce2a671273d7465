using System.Diagnostics;
using System.Diagnostics.Metrics;
using k8s.LeaderElection;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Events;
using KubeOps.KubernetesClient;
using KubeOps.Operator.Builder;
using KubeOps.Operator.Events;
using KubeOps.Operator.LeaderElection;
using KubeOps.Operator.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KubeOps.Operator;

/// <summary>Registers an operator.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Registers what every operator needs; controllers and finalizers are then added to the builder it returns. Services that
    /// are already registered, such as an <see cref="IKubernetesClient"/> of one's own, are kept.
    /// </summary>
    public static IOperatorBuilder AddKubernetesOperator(this IServiceCollection services, Action<OperatorSettingsBuilder>? configure = null)
    {
        var collected = new OperatorSettingsBuilder();
        configure?.Invoke(collected);
        var settings = collected.Build();

        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IKubernetesClient>(_ => new KubernetesClient.KubernetesClient());
        services.AddSingleton(_ => new ActivitySource(settings.Name));
        services.AddSingleton<EventReporter>();
        services.AddSingleton<EventPublisher>(provider => provider.GetRequiredService<EventReporter>().PublishAsync);
        services.AddMetrics();
        services.AddSingleton(provider => new OperatorMetrics(settings.EnableMetrics ? provider.GetRequiredService<IMeterFactory>() : null, settings.Name));

        // First among the hosted services, so that it stops last: the lease is given back only after all led work has ended.
        if (settings.LeaderElectionType == LeaderElectionType.Single)
        {
            services.TryAddSingleton<LeaderElector>(LeaderElectors.Create);
            services.AddSingleton<ILeadership, ElectedLeadership>();
            services.AddHostedService<LeaderElectionService>();
        }
        else
        {
            services.AddSingleton<ILeadership, PermanentLeadership>();
        }

        return new OperatorBuilder(services, settings);
    }
}
