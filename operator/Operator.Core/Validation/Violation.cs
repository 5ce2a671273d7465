namespace InferOps.Operator.Core.Validation;

/// <summary>One thing wrong with a spec.</summary>
/// <param name="Field">Path from the object's root, such as <c>spec.scaling.minReplicas</c>.</param>
/// <param name="Reason">One of <see cref="ValidationReasons"/>; the <c>SpecValid=False</c> condition carries the first.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record Violation(string Field, string Reason, string Message)
{
    public override string ToString() => $"{Field}: {Message}";
}
