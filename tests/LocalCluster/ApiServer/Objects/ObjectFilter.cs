using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>Which objects a list, watch or collection deletion is about.</summary>
internal sealed record ObjectFilter(string Namespace, string Name, LabelSelector Labels, FieldSelector Fields)
{
    public bool IsEverything => ReferenceEquals(Labels, LabelSelector.Everything) && ReferenceEquals(Fields, FieldSelector.Everything);

    /// <exception cref="ApiException">400 for a selector that cannot be read.</exception>
    public static ObjectFilter Of(ObjectRequest request) => new(
        request.Type.Namespaced ? request.Namespace : "",
        request.Name,
        LabelSelector.Parse(request.Options.LabelSelector),
        FieldSelector.Parse(request.Type, request.Options.FieldSelector));

    public bool Matches(StoredObject stored) =>
        (Namespace.Length == 0 || stored.Key.Namespace == Namespace)
        && (Name.Length == 0 || stored.Key.Name == Name)
        && Labels.Matches(stored.Labels)
        && Fields.Matches(stored.Root);
}
