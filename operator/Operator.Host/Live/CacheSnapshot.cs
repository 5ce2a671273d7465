using System.Collections.Immutable;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Host.Live;

/// <summary>Objects by key and by owner, immutable.</summary>
internal sealed record CacheSnapshot<TValue>
{
    public static readonly CacheSnapshot<TValue> Empty = new();

    public ImmutableDictionary<ObjectKey, TValue> Items { get; private init; } = ImmutableDictionary<ObjectKey, TValue>.Empty;

    public ImmutableDictionary<ObjectKey, ObjectKey?> Owners { get; private init; } = ImmutableDictionary<ObjectKey, ObjectKey?>.Empty;

    private ImmutableDictionary<ObjectKey, ImmutableDictionary<ObjectKey, TValue>> ByOwner { get; init; } =
        ImmutableDictionary<ObjectKey, ImmutableDictionary<ObjectKey, TValue>>.Empty;

    public IEnumerable<TValue> OwnedBy(ObjectKey owner) => ByOwner.TryGetValue(owner, out var owned) ? owned.Values : [];

    public CacheSnapshot<TValue> With(ObjectKey key, ObjectKey? owner, TValue value)
    {
        var cleared = Owners.TryGetValue(key, out var previous) && previous != owner ? Without(key) : this;
        return cleared with
        {
            Items = cleared.Items.SetItem(key, value),
            Owners = cleared.Owners.SetItem(key, owner),
            ByOwner = owner is { } of
                ? cleared.ByOwner.SetItem(of, cleared.ByOwner.GetValueOrDefault(of, ImmutableDictionary<ObjectKey, TValue>.Empty).SetItem(key, value))
                : cleared.ByOwner,
        };
    }

    public CacheSnapshot<TValue> Without(ObjectKey key)
    {
        if (!Owners.TryGetValue(key, out var owner)) return this;
        var byOwner = ByOwner;
        if (owner is { } of && byOwner.TryGetValue(of, out var owned))
        {
            owned = owned.Remove(key);
            byOwner = owned.IsEmpty ? byOwner.Remove(of) : byOwner.SetItem(of, owned);
        }
        return this with { Items = Items.Remove(key), Owners = Owners.Remove(key), ByOwner = byOwner };
    }
}
