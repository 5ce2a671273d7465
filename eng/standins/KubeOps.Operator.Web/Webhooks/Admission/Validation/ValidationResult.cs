using Microsoft.AspNetCore.Mvc;

namespace KubeOps.Operator.Web.Webhooks.Admission.Validation;

/// <summary>Whether an object may be written.</summary>
public record ValidationResult(bool Valid = true) : IActionResult
{
    /// <summary>What the user is told where it may not.</summary>
    public AdmissionStatus? Status { get; init; }

    /// <summary>What the user is told in any case.</summary>
    public IList<string> Warnings { get; init; } = [];

    internal string Uid { get; init; } = string.Empty;

    public Task ExecuteResultAsync(ActionContext context) => AdmissionAnswer.WriteAsync(context.HttpContext, Uid, Valid, Status, Warnings, patch: null);
}
