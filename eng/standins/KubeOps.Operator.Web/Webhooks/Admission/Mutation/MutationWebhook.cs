using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace KubeOps.Operator.Web.Webhooks.Admission.Mutation;

/// <summary>Changes objects of one type before they are written. What is not overridden is left as it is.</summary>
[ApiController]
public abstract class MutationWebhook<TEntity> : ControllerBase
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Answers the API server.</summary>
    [HttpPost]
    public async Task<IActionResult> Mutate([FromBody] AdmissionRequest<TEntity> request, CancellationToken cancellationToken)
    {
        var asked = request.Request;
        // Before the webhook runs: it may well change the very object it was given.
        var original = asked.Object is { } given ? MutationResult<TEntity>.Tree(given) : null;
        var result = asked switch
        {
            { Operation: "CREATE", Object: { } created } => await CreateAsync(created, asked.DryRun, cancellationToken).ConfigureAwait(false),
            { Operation: "UPDATE", Object: { } after, OldObject: { } before } => await UpdateAsync(before, after, asked.DryRun, cancellationToken).ConfigureAwait(false),
            { Operation: "DELETE", OldObject: { } deleted } => await DeleteAsync(deleted, asked.DryRun, cancellationToken).ConfigureAwait(false),
            _ => Fail($"Operation '{asked.Operation}' is not one this webhook decides about.", StatusCodes.Status422UnprocessableEntity),
        };
        return result with { Uid = asked.Uid, Original = original };
    }

    [NonAction]
    public virtual MutationResult<TEntity> Create(TEntity entity, bool dryRun) => NoChanges();

    [NonAction]
    public virtual Task<MutationResult<TEntity>> CreateAsync(TEntity entity, bool dryRun, CancellationToken cancellationToken) => Task.FromResult(Create(entity, dryRun));

    [NonAction]
    public virtual MutationResult<TEntity> Update(TEntity oldEntity, TEntity newEntity, bool dryRun) => NoChanges();

    [NonAction]
    public virtual Task<MutationResult<TEntity>> UpdateAsync(TEntity oldEntity, TEntity newEntity, bool dryRun, CancellationToken cancellationToken) =>
        Task.FromResult(Update(oldEntity, newEntity, dryRun));

    [NonAction]
    public virtual MutationResult<TEntity> Delete(TEntity entity, bool dryRun) => NoChanges();

    [NonAction]
    public virtual Task<MutationResult<TEntity>> DeleteAsync(TEntity entity, bool dryRun, CancellationToken cancellationToken) => Task.FromResult(Delete(entity, dryRun));

    protected MutationResult<TEntity> NoChanges(params string[] warnings) => new() { Warnings = warnings };

    protected MutationResult<TEntity> Modified(TEntity entity, params string[] warnings) => new(entity) { Warnings = warnings };

    protected MutationResult<TEntity> Fail() => new() { Valid = false };

    protected MutationResult<TEntity> Fail(string reason) => Fail(reason, StatusCodes.Status400BadRequest);

    protected MutationResult<TEntity> Fail(string reason, int statusCode) => Fail() with { Status = new AdmissionStatus(reason, statusCode) };
}
