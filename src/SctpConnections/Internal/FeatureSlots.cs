using System.Collections;
using Microsoft.AspNetCore.Http.Features;

namespace SctpConnections;

/// <summary>
/// The features of a context: those that it implements itself cost nothing, those that others set go into a short list, and
/// win. Not thread-safe, as every feature collection.
/// </summary>
internal sealed class FeatureSlots(object owner, Type[] ownFeatures) : IFeatureCollection
{
    // A null value is a feature of the owner that was taken away.
    private List<KeyValuePair<Type, object?>>? _set;

    public bool IsReadOnly => false;

    public int Revision { get; private set; }

    public object? this[Type key]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(key);
            var index = IndexOf(key);
            return index >= 0 ? _set![index].Value
                : Array.IndexOf(ownFeatures, key) >= 0 ? owner
                : null;
        }
        set
        {
            ArgumentNullException.ThrowIfNull(key);
            Revision++;
            var entry = new KeyValuePair<Type, object?>(key, value);
            var index = IndexOf(key);
            if (index >= 0)
            {
                _set![index] = entry;
            }
            else
            {
                (_set ??= []).Add(entry);
            }
        }
    }

    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator()
    {
        foreach (var (key, value) in _set ?? [])
        {
            if (value is not null)
            {
                yield return new KeyValuePair<Type, object>(key, value);
            }
        }
        foreach (var key in ownFeatures)
        {
            if (IndexOf(key) < 0)
            {
                yield return new KeyValuePair<Type, object>(key, owner);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(Type key)
    {
        for (var i = 0; i < (_set?.Count ?? 0); i++)
        {
            if (_set![i].Key == key)
            {
                return i;
            }
        }
        return -1;
    }
}
