using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Desired;

/// <summary>Every file a replica opens: the model, and what runs beside it.</summary>
internal sealed record ModelFiles(ModelLocation Model, ModelLocation? Draft, IReadOnlyList<(string Name, ModelLocation Location)> Adapters)
{
    public IReadOnlyList<ModelLocation> All => [Model, .. Draft is null ? Array.Empty<ModelLocation>() : [Draft], .. Adapters.Select(adapter => adapter.Location)];

    public static ModelFiles Of(EffectiveModel model)
    {
        var main = ModelLocation.Of(model.Uri, model.Sha256);
        return new ModelFiles(
            main,
            model.Draft is { } draft ? ModelLocation.Beside(main, draft.Uri, draft.Sha256) : null,
            [.. model.Adapters.Select(adapter => (adapter.Name, ModelLocation.Beside(main, adapter.Uri, adapter.Sha256)))]);
    }
}
