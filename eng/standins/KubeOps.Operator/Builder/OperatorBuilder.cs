using k8s;
using k8s.Models;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Entities;
using KubeOps.Abstractions.Reconciliation.Controller;
using KubeOps.Abstractions.Reconciliation.Finalizer;
using KubeOps.Abstractions.Reconciliation.Queue;
using KubeOps.Operator.Queue;
using KubeOps.Operator.Reconciliation;
using KubeOps.Operator.Watcher;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KubeOps.Operator.Builder;

/// <summary>Registers, per type of object: its controller, queue, watcher, worker, and the service that runs them.</summary>
internal sealed class OperatorBuilder(IServiceCollection services, OperatorSettings settings) : IOperatorBuilder
{
    public IServiceCollection Services => services;

    public OperatorSettings Settings => settings;

    public IOperatorBuilder AddController<TImplementation, TEntity>()
        where TImplementation : class, IEntityController<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        AddControllerWithLabelSelector<TImplementation, TEntity, AllEntities<TEntity>>();

    public IOperatorBuilder AddControllerWithLabelSelector<TImplementation, TEntity, TLabelSelector>()
        where TImplementation : class, IEntityController<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta>
        where TLabelSelector : class, IEntityLabelSelector<TEntity>
    {
        if (services.Any(service => service.ServiceType == typeof(IEntityController<TEntity>)))
            throw new InvalidOperationException($"{typeof(TEntity).Name} already has a controller; {typeof(TImplementation).Name} would never be called.");
        services.TryAddScoped<IEntityController<TEntity>, TImplementation>();
        services.TryAddSingleton<IEntityLabelSelector<TEntity>, TLabelSelector>();
        services.TryAddSingleton<TimedEntityQueue<TEntity>>();
        services.TryAddSingleton<EntityQueue<TEntity>>(provider => provider.GetRequiredService<TimedEntityQueue<TEntity>>().Enqueue);
        services.TryAddSingleton<Reconciler<TEntity>>();
        services.TryAddSingleton<ResourceWatcher<TEntity>>();
        services.TryAddSingleton<EntityQueueWorker<TEntity>>();
        services.AddHostedService<ControllerService<TEntity>>();
        return this;
    }

    public IOperatorBuilder AddFinalizer<TImplementation, TEntity>(string identifier)
        where TImplementation : class, IEntityFinalizer<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        services.TryAddKeyedScoped<IEntityFinalizer<TEntity>, TImplementation>(identifier);
        services.AddSingleton(new FinalizerName<TEntity>(identifier));
        return this;
    }
}
