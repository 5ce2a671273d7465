using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Status;

public static class EngineStatusSummarizer
{
    /// <param name="services">InferenceServices that use the engine.</param>
    public static InferenceEngineStatus Summarize(ObservedEngine engine, IReadOnlyList<Violation> violations, int services, DateTimeOffset now)
    {
        var ready = violations.Count == 0 ? Finding.True(Reasons.Ready, "Services can use it.") : SpecValidSummarizer.Summarize(violations);
        return new()
        {
            ObservedGeneration = engine.Generation,
            Conditions = ConditionList.Continue(engine.Status.Conditions, [(ConditionTypes.Ready, ready)], engine.Generation, now),
            Services = services,
        };
    }
}
