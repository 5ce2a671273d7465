using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace KubeOps.Operator.Web.Webhooks.Admission.Validation;

/// <summary>Decides about writes of one type of object. What is not overridden is allowed.</summary>
[ApiController]
public abstract class ValidationWebhook<TEntity> : ControllerBase
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Answers the API server.</summary>
    [HttpPost]
    public async Task<IActionResult> Validate([FromBody] AdmissionRequest<TEntity> request, CancellationToken cancellationToken)
    {
        var asked = request.Request;
        var result = asked switch
        {
            { Operation: "CREATE", Object: { } created } => await CreateAsync(created, asked.DryRun, cancellationToken).ConfigureAwait(false),
            { Operation: "UPDATE", Object: { } after, OldObject: { } before } => await UpdateAsync(before, after, asked.DryRun, cancellationToken).ConfigureAwait(false),
            { Operation: "DELETE", OldObject: { } deleted } => await DeleteAsync(deleted, asked.DryRun, cancellationToken).ConfigureAwait(false),
            _ => Fail($"Operation '{asked.Operation}' is not one this webhook decides about.", StatusCodes.Status422UnprocessableEntity),
        };
        return result with { Uid = asked.Uid };
    }

    [NonAction]
    public virtual ValidationResult Create(TEntity entity, bool dryRun) => Success();

    [NonAction]
    public virtual Task<ValidationResult> CreateAsync(TEntity entity, bool dryRun, CancellationToken cancellationToken) => Task.FromResult(Create(entity, dryRun));

    [NonAction]
    public virtual ValidationResult Update(TEntity oldEntity, TEntity newEntity, bool dryRun) => Success();

    [NonAction]
    public virtual Task<ValidationResult> UpdateAsync(TEntity oldEntity, TEntity newEntity, bool dryRun, CancellationToken cancellationToken) =>
        Task.FromResult(Update(oldEntity, newEntity, dryRun));

    [NonAction]
    public virtual ValidationResult Delete(TEntity entity, bool dryRun) => Success();

    [NonAction]
    public virtual Task<ValidationResult> DeleteAsync(TEntity entity, bool dryRun, CancellationToken cancellationToken) => Task.FromResult(Delete(entity, dryRun));

    protected ValidationResult Success(params string[] warnings) => new() { Warnings = warnings };

    protected ValidationResult Fail() => new(false);

    protected ValidationResult Fail(string reason) => Fail(reason, StatusCodes.Status400BadRequest);

    protected ValidationResult Fail(string reason, int statusCode) => Fail() with { Status = new AdmissionStatus(reason, statusCode) };
}
