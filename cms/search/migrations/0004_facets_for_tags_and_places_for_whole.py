"""What the facets and places replace goes; apart from the filling, which PostgreSQL wants committed before it alters tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cms_search", "0003_facets_and_places_of_keys")]

    operations = [
        migrations.AlterField(
            model_name="searchentry",
            name="facet",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="cms_search.searchfacet",
            ),
        ),
        migrations.RemoveField(model_name="searchentry", name="kind"),
        migrations.RemoveField(model_name="searchkey", name="whole"),
        migrations.AlterField(
            model_name="searchkey",
            name="key",
            field=models.CharField(max_length=64),
        ),
        migrations.AlterField(
            model_name="searchkey",
            name="entry",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="keys",
                to="cms_search.searchentry",
            ),
        ),
        migrations.AddIndex(
            model_name="searchkey",
            index=models.Index(fields=["key", "place", "entry"], name="search_key_beginning"),
        ),
        migrations.DeleteModel(name="SearchTag"),
    ]
