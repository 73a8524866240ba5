"""In and out: pages of a file, other languages and sources of fields, columns of tables, choices."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('job_choice',
    sa.Column('job_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('job_id', 'item')
    )
    op.create_index('job_line_item', 'job_line', ['job_id', 'item'], unique=False)
    # Plain statements: a batch would rebuild `photograph`, which other tables refer to.
    op.add_column('collection', sa.Column('columns', sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column('image', sa.Column('page', sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.drop_index('image_current', table_name='image')
    op.create_index(
        'image_current', 'image', ['sha256', 'page'], unique=True, sqlite_where=sa.text("replaced = ''")
    )
    op.add_column('photograph', sa.Column('alternatives', sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column('photograph', sa.Column('sources', sa.JSON(), server_default=sa.text("'{}'"), nullable=False))


def downgrade() -> None:
    raise NotImplementedError("There is no way back from here: restore the copy made before the update.")
